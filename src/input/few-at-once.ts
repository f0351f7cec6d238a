/** Work that waits for others (files, proxies that run): a few at a time, so that nobody is asked for everything at once. */

const atOnce = 4;

/** Does the work for each item, beginning in their order; rejects with the first failure. */
export async function fewAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- each worker takes one after the other
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
