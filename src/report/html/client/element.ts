/** The element with this id. Throws when the page has none, which would be a slip of ours. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new TypeError(`#${id} is missing`);
}

/** A new element with text, which is never read as HTML. */
export function element(name: string, text = '', className = ''): HTMLElement {
  const made = document.createElement(name);
  if (text !== '') made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}
