import type { Symptom } from '../../verdict/model.ts';
import { glossed } from '../response-flags.ts';
import { glossedReason } from '../tls-reasons.ts';

/** What the application gets, and what the two proxies log, a line each. */
export function symptomText(symptom: Symptom, client: string, server: string | undefined): string[] {
  const { status, application, curlExit, flags, details, transportFailure } = symptom;
  const said = status !== undefined && `${application} `.startsWith(`${status} `);
  const code = status === undefined ? '' : said ? 'HTTP ' : `HTTP ${status}: `;
  // Exit 0 is curl's for every HTTP answer: no sign of anything.
  const curl = curlExit === undefined || curlExit === 0 ? '' : ` (curl exits ${curlExit})`;
  const clientLog = logged(flags, details, transportFailure);
  const serverLog = logged(symptom.server?.flags ?? [], undefined, symptom.server?.transportFailure);
  return [
    `${code}${application}${curl}`,
    ...(clientLog === '' || client === 'outside' ? [] : [`${client} logs ${clientLog}`]),
    ...(serverLog === '' ? [] : [`${server ?? 'the server'} logs ${serverLog}`]),
  ];
}

function logged(flags: readonly string[], details: string | undefined, tlsError: string | undefined): string {
  const error = tlsError === undefined || tlsError === '' ? [] : [`TLS error ${glossedReason(tlsError)}`];
  return [...flags.map(glossed), ...(details === undefined ? [] : [details]), ...error].join(', ');
}
