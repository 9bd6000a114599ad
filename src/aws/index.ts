export { assumePlan } from './sts.js';
export * from './s3.js';
