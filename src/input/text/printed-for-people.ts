/** What a text is that no reader can use, and what to do instead. */
export interface PrintedForPeople {
  readonly saw: string;
  readonly todo: string;
}

interface Kind extends PrintedForPeople {
  /** Matches how the text begins. */
  readonly begins: RegExp;
}

/**
 * Outputs that are often kept beside dumps (or instead of them) and say too little about TLS. Tables of
 * `istioctl/pkg/writer`, the texts of `source/server/admin`, logs.
 */
const kinds: readonly Kind[] = [
  {
    begins: /^(?:SERVICE FQDN|ADDRESSES? +PORT|NAME +(?:VIRTUAL HOSTS|DOMAINS)|ENDPOINT +STATUS|RESOURCE NAME +TYPE)/,
    saw: 'a table that istioctl prints for people',
    todo: 'run the same command with -o json, or -o yaml',
  },
  {
    begins: /^NAME +(?:CLUSTER|CDS|READY|STATUS|AGE|HOST|GATEWAYS|MODE)\b/,
    saw: 'a table that kubectl or istioctl prints for people',
    todo: 'run the same command with -o yaml; for a proxy: istioctl pc all POD -o json',
  },
  {
    begins: /^(?:[^\s:][^\s]*::[^\n]*\n)/,
    saw: "the text form of Envoy's /clusters or /listeners",
    todo: 'fetch it with ?format=json; for TLS settings /config_dump?include_eds is needed as well',
  },
  {
    begins: /^(?:# (?:TYPE|HELP) |[\w.;|:-]+: (?:\d+|No recorded values|P0\())/,
    saw: "Envoy's statistics",
    todo: 'they count what happened, not how a proxy is set up: fetch /config_dump?include_eds',
  },
  {
    begins: /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/,
    saw: 'a log',
    todo: 'mtlscope symptom reads log lines; as a source, fetch /config_dump?include_eds',
  },
  {
    begins: /^(?:\{\{|#[^\n]*\n+\{\{)/,
    saw: 'a template that was not rendered',
    todo: 'render it first (helm template …)',
  },
  {
    begins: /^(?:Error|error|command terminated|Defaulted container|curl: |upstream connect error|no healthy upstream)/,
    saw: 'an error message instead of a dump',
    todo: 'run the command that wrote it again, and see what it says',
  },
];

export function printedForPeople(head: string): PrintedForPeople | undefined {
  const kind = kinds.find(({ begins }) => begins.test(head));
  return kind === undefined ? undefined : { saw: kind.saw, todo: kind.todo };
}

/** Whether a text may be YAML that means something: it begins with a key, a list item or a document marker. */
export function mayBeYaml(head: string): boolean {
  const first = head.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'));
  return first !== undefined && /^(?:---|%YAML|- |-$|["']?[\w./@$-]+["']? *:(?: |$))/.test(first.trimEnd());
}
