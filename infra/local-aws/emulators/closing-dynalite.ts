import dynalite from 'dynalite';
import stores from 'dynalite/db/index.js';

// dynalite ends the iterator of an answered query with `return`, which its database's iterators do not have (they have
// `close`). The database would hold each of them for ever, and with it all items as they were at that time.
const { create } = stores;
stores.create = (options) => {
  const store = create(options);
  for (const read of ['keys', 'values'] as const) {
    const open = store.db[read].bind(store.db);
    store.db[read] = (range) => {
      const iterator = open(range);
      return Object.assign(iterator, { return: () => iterator.close() });
    };
  }
  return store;
};

/** dynalite, which ends its iterators. */
export default dynalite;
