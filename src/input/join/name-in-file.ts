/** Words in file names that say what kind of thing is inside, not whose it is. */
export const fileWords: ReadonlySet<string> = new Set(
  (
    'admin all archive bootstrap bug cert certs certificate certificates cluster clusters cds config configs configdump ' +
    'dump dumps eds endpoint endpoints envoy gz info istioctl istio istiod json lds listener listeners log mask no out ' +
    'output pc proxy rds resource route routes sds secret secrets server stats txt yaml yml include ecds with without'
  ).split(' '),
);

/** The part of a file's name that may name a pod: `sleep` in `sleep-listener.json`, undefined for `pc-cluster.yaml`. */
export function nameInFile(file: string): string | undefined {
  const parts = file.replace(/\.(?:json|ya?ml|txt|gz|tgz)/gi, '').matchAll(/([-_. ?=]*)([^-_. ?=]+)/gu);
  const kept = [...parts].filter(([, , word = '']) => !fileWords.has(word.toLowerCase()));
  if (kept.length === 0) return undefined;
  return kept.map(([, separator = '', word = ''], index) => (index === 0 ? word : separator + word)).join('');
}
