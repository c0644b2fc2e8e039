// Data that nobody can change: what is handed out must not let its reader change the roles of others.

/** A copy of plain data, frozen at every depth. What is no list or plain object, such as a construct, stays what it is. */
export function frozen<T>(value: T): T;
export function frozen(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown) => frozen(item)));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, frozen(item)])));
}
