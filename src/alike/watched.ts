/** Told when something is read that alike clients may differ in. */
export type OnRead = () => void;

/** An object that reads as it is, and tells when it is read. */
export function watched<T extends object>(value: T, onRead: OnRead): T {
  return new Proxy(value, {
    get: (target, key): unknown => {
      onRead();
      return Reflect.get(target, key);
    },
    has: (target, key) => {
      onRead();
      return Reflect.has(target, key);
    },
    ownKeys: (target) => {
      onRead();
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor: (target, key) => {
      onRead();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}

/** Makes fields of an object that nobody else has tell when they are read, whether or not they are there. */
export function watchFields<T extends object>(own: T, fields: readonly (keyof T)[], onRead: OnRead): T {
  for (const field of fields) {
    const value = own[field];
    const get = (): unknown => {
      onRead();
      return value;
    };
    Object.defineProperty(own, field, { enumerable: true, get });
  }
  return own;
}
