import ts from 'typescript';
import { calledMethod, isPersistence, isServerSource, walk } from './engine.mjs';

/** `save()` of TypeORM re-homes another tenant's row when the primary key is theirs: insert, and counted update. */
export const noSave = {
  name: 'no-save',
  appliesTo: isServerSource,
  check(source, report) {
    walk(source, (node) => {
      if (calledMethod(node) === 'save')
        report(node, "save() can re-home another tenant's row; use insert, or update with the affected count checked");
    });
  },
};

const RAW_TYPES = new Set(['Repository', 'EntityManager', 'DataSource', 'TreeRepository']);
const RAW_CALLS = new Set(['getRepository', 'getTreeRepository', 'createQueryBuilder', 'createQueryRunner', 'withRepository']);
const RAW_DECORATORS = new Set(['InjectRepository', 'InjectEntityManager', 'InjectDataSource']);

/** Rows are read and written in `persistence/` (and the database layer) only. */
export const noRawRepository = {
  name: 'no-raw-repository',
  appliesTo: (file) => isServerSource(file) && !isPersistence(file) && !/\.module\.ts$/.test(file),
  check(source, report) {
    walk(source, (node) => {
      if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text === 'typeorm') {
        const names = node.importClause?.namedBindings;
        if (names === undefined || !ts.isNamedImports(names)) report(node, 'typeorm as a whole belongs in persistence/');
        else
          for (const name of names.elements)
            if (RAW_TYPES.has((name.propertyName ?? name.name).text)) report(name, `${name.name.text} belongs in persistence/`);
      }
      if (ts.isIdentifier(node) && RAW_DECORATORS.has(node.text) && !ts.isImportSpecifier(node.parent))
        report(node, `${node.text} belongs in persistence/`);
      if (RAW_CALLS.has(calledMethod(node))) report(node, `${calledMethod(node)}() belongs in persistence/`);
      const owner = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
      if (owner !== undefined && ts.isPropertyAccessExpression(owner) && owner.name.text === 'manager')
        report(node, 'the entity manager is used in persistence/ only');
    });
  },
};

/** The schema comes from migrations alone. */
export const noSynchronize = {
  name: 'no-schema-sync',
  appliesTo: (file) => /^(src|migrations|test)\/.*\.ts$|^ormconfig\.ts$/.test(file),
  check(source, report) {
    walk(source, (node) => {
      const isSetting =
        ts.isPropertyAssignment(node) && ['synchronize', 'dropSchema'].includes(node.name.getText(source).replace(/['"]/g, ''));
      if (isSetting && node.initializer.kind !== ts.SyntaxKind.FalseKeyword) report(node, 'the schema comes from migrations alone');
      if (['synchronize', 'dropDatabase'].includes(calledMethod(node))) report(node, 'the schema comes from migrations alone');
    });
  },
};
