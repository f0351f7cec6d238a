import { Document, isScalar, Scalar, visit } from 'yaml';
import { printable } from '../../printable.ts';

/** A value as YAML, safe on a terminal: strings with control characters are written with escapes. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === 'string' && printable(node.value) !== node.value) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return printable(document.toString({ lineWidth: 0 }));
}
