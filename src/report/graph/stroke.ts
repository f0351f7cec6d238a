/** How each outcome is drawn: colour, dashes and mark say the same, so that each alone is enough. */
import type { RolledUpOutcome } from '../../verdict/model.ts';

export interface Stroke {
  /** Dark enough on white, light enough on dark (contrast ≥ 4.5 on both is not to be had; ≥ 3 is). */
  readonly colour: string;
  readonly dashes: 'solid' | 'dashed' | 'dotted';
  readonly width: number;
  readonly mark: string;
}

export const strokes = {
  mtls: { colour: '#1a7f37', dashes: 'solid', width: 2, mark: 'mTLS' },
  tls: { colour: '#0969da', dashes: 'dashed', width: 1.5, mark: 'TLS' },
  'app-tls': { colour: '#0969da', dashes: 'solid', width: 1.5, mark: 'app TLS' },
  plaintext: { colour: '#bc4c00', dashes: 'dashed', width: 1.5, mark: 'plain' },
  mixed: { colour: '#8250df', dashes: 'dashed', width: 2, mark: 'mixed' },
  undecided: { colour: '#6e7781', dashes: 'dotted', width: 1.5, mark: '?' },
  fails: { colour: '#cf222e', dashes: 'dotted', width: 2.5, mark: '✗ fails' },
} as const satisfies Record<RolledUpOutcome, Stroke>;
