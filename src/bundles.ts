/**
 * What is loaded at first use, never while activating: each of these has a file of its own in dist, and parsing it is
 * the cost. The only place with import().
 */
export const loadAsk = () => import('./ask/index.js');
export const loadAws = () => import('./aws/index.js');
export const loadConfig = () => import('./config/index.js');
export const loadS3 = () => import('./s3/index.js');
export const loadSignIn = () => import('./signIn/index.js');
