/** One parameterised statement. A `name` keeps its plan prepared on each connection: for the hot paths. */
export interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
}
