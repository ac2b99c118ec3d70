import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI 3.1 document of the API, made from the routes and their classes. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Ironbark')
    .setDescription('The API of Ironbark. Every error is a problem document (RFC 9457). Sign-in sets a session cookie.')
    .setVersion('1')
    .addCookieAuth('ironbark-session')
    .build();
  const document = SwaggerModule.createDocument(app, options, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return asOpenApi31(document) as OpenAPIObject;
}

/** Serves the document and a page to browse it. */
export async function installApiDocs(app: NestFastifyApplication): Promise<void> {
  let document: OpenAPIObject | undefined;
  const lazily = () => (document ??= openApiDocument(app));
  app
    .getHttpAdapter()
    .getInstance()
    .get('/api/openapi.json', async () => lazily());
  SwaggerModule.setup('api/docs', app, lazily, {
    customSiteTitle: 'Ironbark API',
    swaggerOptions: { supportedSubmitMethods: ['get', 'post', 'put', 'patch', 'delete'] },
  });
}

/** OpenAPI 3.1 speaks JSON Schema 2020-12, which knows no `nullable`: a null is one more type. */
function asOpenApi31(node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => asOpenApi31(item));
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, asOpenApi31(value)])) as Record<
    string,
    unknown
  >;
  if (nullable !== true) return nullable === undefined ? rest : { nullable, ...rest };
  if (typeof rest['type'] === 'string') {
    const values = rest['enum'];
    return { ...rest, type: [rest['type'], 'null'], ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }) };
  }
  return { anyOf: [rest, { type: 'null' }] };
}
