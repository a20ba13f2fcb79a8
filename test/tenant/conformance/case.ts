import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = new URL('./', import.meta.url);

const json: z.ZodType<Json> = z.json();

type Json = ReturnType<typeof z.json>['_zod']['output'];

const members = z.record(z.string(), json);

const caseSchema = z.strictObject({
  case: z.string(),
  /**
   * Section of the contract, and what it rests on: R a recording of a real tenant, L an answer that somebody published, S Auth0's
   * own SDKs, D its documentation, U a guess.
   */
  contract: z.string().regex(/^\d+(\.\d+)? [RLSDU]$/),
  /** What Auth0 does, if the tenant does something else. */
  differs: z.string().optional(),
  request: z.string().regex(/^(GET|POST|PUT|PATCH|DELETE) \/\S*$/),
  /** Bearer token. `management` stands for a token with all scopes of the Management API. */
  bearer: z.string().optional(),
  sends: z.record(z.string(), z.string()).default({}),
  form: z.record(z.string(), z.string()).optional(),
  json: json.optional(),
  status: z.int(),
  /** Headers of the answer. Null: the answer does not have the header. Others may be there. */
  headers: z.record(z.string(), z.string().nullable()).default({}),
  /** The whole body of the answer. Without it, the body is not compared. */
  body: json.optional(),
  /** The log records of the request, oldest first. Null: the record does not have the member. Others may be there. */
  log: z.array(members).optional(),
  /** Names for members of the answer, such as `user_id` or `connections.0.id`, which `${name}` stands for in later cases of the file. */
  save: z.record(z.string(), z.string()).default({}),
});

/** A request to the tenant, and what it must answer and log. A text between slashes is a pattern. */
export type ConformanceCase = z.output<typeof caseSchema>;

const fileSchema = z.strictObject({
  /** Values that the cases share, by YAML's `&name`, `*name` and `<<`. */
  shared: z.record(z.string(), z.unknown()).optional(),
  cases: z.array(caseSchema),
});

/** The files of this folder, and the cases in each. */
export const conformanceFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return { name, cases: fileSchema.parse(parse(text, { merge: true })).cases };
  });
