import type { InstanceMetadataSource } from '../../config/planTypes.js';
import { UserError } from '../../errors.js';
import type { SourceContext, SourceCredentials } from './source.js';

export function metadataCredentials(
  _source: InstanceMetadataSource,
  _context: SourceContext,
): Promise<SourceCredentials> {
  return Promise.reject(new UserError('This kind of source is not supported yet.'));
}
