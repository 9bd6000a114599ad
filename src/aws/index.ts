export { executePlan } from './execute.js';
export * from './s3.js';
