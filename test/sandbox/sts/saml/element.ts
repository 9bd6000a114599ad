import { DOMParser } from '@xmldom/xmldom';

/** Throws for what is not well-formed, and for a document type, which could define entities. */
export function parseXml(text: string): Element {
  const refuse = (problem: string): never => {
    throw new Error(problem);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const document = new DOMParser({ errorHandler }).parseFromString(text, 'text/xml');
  if (document.doctype) throw new Error('No document type is allowed.');
  return document.documentElement;
}

/** Child elements (not deeper ones) of a name. */
export function children(parent: Element | undefined, namespace: string, name: string): Element[] {
  const found: Element[] = [];
  for (let node = parent?.firstChild ?? null; node !== null; node = node.nextSibling) {
    const element = node as Element;
    if (node.nodeType === 1 && element.namespaceURI === namespace && element.localName === name) found.push(element);
  }
  return found;
}

export const child = (parent: Element | undefined, namespace: string, name: string): Element | undefined =>
  children(parent, namespace, name)[0];

export const textOf = (element: Element | undefined): string => element?.textContent.trim() ?? '';

export function attribute(element: Element | undefined, name: string): string | undefined {
  const value = element?.getAttribute(name) ?? '';
  return value === '' ? undefined : value;
}
