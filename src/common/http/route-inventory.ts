import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from './access.js';

/** One route and who may call it. */
export interface RouteLine {
  method: string;
  path: string;
  handler: string;
  access: Access;
}

/** Routes were found that do not say who may call them. */
export class UndeclaredRoutes extends Error {
  constructor(handlers: string[]) {
    super(`These routes declare no access (@Requires, @SignedIn or @Public), so the product does not start: ${handlers.join(', ')}.`);
    this.name = 'UndeclaredRoutes';
  }
}

/** Lists every route with what it requires, and stops the boot when one does not say (DESIGN 3) [wall]. */
@Injectable()
export class RouteInventory implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    this.list();
  }

  /** Every route, sorted by path and method. @throws UndeclaredRoutes */
  list(): RouteLine[] {
    const lines: RouteLine[] = [];
    const undeclared: string[] = [];
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!instance || !metatype) continue;
      const prototype = Object.getPrototypeOf(instance) as object;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler = (instance as Record<string, unknown>)[name] as () => unknown;
        const method = this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
        if (method === undefined) continue;
        const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, metatype as () => unknown]);
        if (!access) {
          undeclared.push(`${metatype.name}.${name}`);
          continue;
        }
        for (const base of texts(this.reflector.get<string | string[]>(PATH_METADATA, metatype as () => unknown))) {
          for (const own of texts(this.reflector.get<string | string[]>(PATH_METADATA, handler))) {
            const path = `/${[base, own]
              .map((part) => part.replaceAll(/^\/+|\/+$/g, ''))
              .filter(Boolean)
              .join('/')}`;
            lines.push({ method: RequestMethod[method], path, handler: `${metatype.name}.${name}`, access });
          }
        }
      }
    }
    if (undeclared.length > 0) throw new UndeclaredRoutes(undeclared);
    return lines.sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
  }
}

function texts(value: string | string[] | undefined): string[] {
  return value === undefined ? [''] : Array.isArray(value) ? value : [value];
}
