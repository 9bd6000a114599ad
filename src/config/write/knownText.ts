import { fail, ok, type Checked } from '../../base/checked.js';
import * as l10n from '../../base/l10n.js';
import { at, whyUnread, whyUnreadable, type FileText } from '../files/fileText.js';

/** What a file says that is to be written anew. One that is not there is empty. */
export function knownText(read: FileText): Checked<string> {
  const problem = whyUnread(read) ?? whyUnreadable(read);
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  return read.damagedAt === undefined
    ? ok(read.text ?? '')
    : fail(
        at(read.file, read.damagedAt),
        l10n.t('Line {0} has a character in it that is not UTF-8.', read.damagedAt),
        l10n.t('Save the file as UTF-8. The AWS CLI refuses the whole file until this is mended.'),
      );
}
