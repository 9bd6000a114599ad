import { inOurWords } from './base/words.js';

/**
 * What is loaded at first use, never while activating: each of these has a file of its own in dist, and parsing it is
 * the cost. The only place with import().
 */
export const loadAsk = () => inOurWords(import('./ask/index.js'));
export const loadAws = () => inOurWords(import('./aws/index.js'));
export const loadIam = () => inOurWords(import('./aws/iam/index.js'));
export const loadLending = () => inOurWords(import('./lending/index.js'));
export const loadOnDemand = () => inOurWords(import('./onDemand/index.js'));
export const loadPolicyDocuments = () => inOurWords(import('./policyDocuments/index.js'));
export const loadS3 = () => inOurWords(import('./s3/index.js'));
export const loadSignIn = () => inOurWords(import('./signIn/index.js'));
export const loadWiring = () => inOurWords(import('./wiring/index.js'));
