import { z } from 'zod';
import type { Role } from '../identity/directory.ts';
import { ManagementDataSource } from './management-data-source.ts';
import { lacking, read } from './wire.ts';

/** A permission of an API (resource server). */
export interface ApiPermission {
  permission_name: string;
  resource_server_identifier: string;
}

/** Number of items on a page, which is Auth0's maximum, and of pages, which is its maximum of 1,000 items. */
const [perPage, maxPages] = [100, 10];

/**
 * Roles and permissions of Auth0's Management API. Each method sends one request for each page of 100 items, and rejects like the
 * methods of `AuthenticationAPI`.
 *
 * @see https://auth0.com/docs/api/management/v2
 */
export class ManagementRoles extends ManagementDataSource {
  /** Lists all roles. Needs `read:roles`. */
  roles(): Promise<Role[]> {
    return this.#all(roleResponse, 'api/v2/roles', (params) =>
      this.get('api/v2/roles', { params }),
    );
  }

  /** Lists the permissions of a role. Needs `read:roles`. */
  permissionsOfRole(id: string): Promise<ApiPermission[]> {
    return this.#all(permissionResponse, 'api/v2/roles/{id}/permissions', (params) =>
      this.get(`api/v2/roles/${encodeURIComponent(id)}/permissions`, { params }),
    );
  }

  /** Lists the roles of a user. Needs `read:users` and `read:roles`. */
  rolesOfUser(id: string): Promise<Role[]> {
    return this.#all(roleResponse, 'api/v2/users/{id}/roles', (params) =>
      this.get(`api/v2/users/${encodeURIComponent(id)}/roles`, { params }),
    );
  }

  /** Lists the permissions that a user holds, by roles and directly. Needs `read:users`. */
  permissionsOfUser(id: string): Promise<ApiPermission[]> {
    return this.#all(permissionResponse, 'api/v2/users/{id}/permissions', (params) =>
      this.get(`api/v2/users/${encodeURIComponent(id)}/permissions`, { params }),
    );
  }

  /** Gives roles to a user. Needs `update:users`. */
  async addToUser(id: string, roles: readonly string[]): Promise<void> {
    await this.post(`api/v2/users/${encodeURIComponent(id)}/roles`, { body: { roles } });
  }

  /** Takes roles from a user. Needs `update:users`. */
  async removeFromUser(id: string, roles: readonly string[]): Promise<void> {
    await this.delete(`api/v2/users/${encodeURIComponent(id)}/roles`, { body: { roles } });
  }

  async #all<Item>(
    item: z.ZodType<Item>,
    endpoint: string,
    getPage: (params: Record<string, string>) => Promise<unknown>,
  ): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = 0; page < maxPages; page += 1) {
      const found = await getPage({ page: String(page), per_page: String(perPage) });
      const sent = Array.isArray(found) ? found.length : 0;
      const list = read(z.array(item), found, this.oddMembers.of(endpoint));
      // Without one of its permissions, a role would look as if it gave less.
      if (list.length !== sent) throw lacking(endpoint);
      items.push(...list);
      if (list.length < perPage) break;
    }
    return items;
  }
}

const roleResponse = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string().default(''),
});

const permissionResponse = z.object({
  permission_name: z.string(),
  resource_server_identifier: z.string(),
});
