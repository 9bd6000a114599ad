import { profileKinds } from '../identity/profileKinds.js';
import type { AwsProfiles } from '../identity/sdkRules.js';
import { readSeen, SEEN_FORM, type SeenVariables } from '../identity/seenVariables.js';
import { asciiText } from './kernelCode.js';

/** What clients of boto3 act as that are made without a session of their own (`boto3.client`). */
export type DefaultSession =
  /** Nobody has imported boto3. */
  | { readonly kind: 'notLoaded' }
  /** The first client makes one, of what the variables are by then. */
  | { readonly kind: 'none' }
  /** It has not looked for credentials yet. */
  | { readonly kind: 'unused' }
  | { readonly kind: 'keys'; readonly accessKeyId: string }
  | { readonly kind: 'unknown' };

export interface KernelSeen {
  readonly seen: SeenVariables;
  /** As the kernel's machine has them. */
  readonly profiles: AwsProfiles;
  readonly defaultSession: DefaultSession;
}

const MOST_BYTES = 4 * 1024 * 1024;
/** Of the AWS files nothing else is told, and of none of these its value. */
const SETTINGS =
  'aws_access_key_id|role_arn|source_profile|credential_source|web_identity_token_file|sso_account_id|sso_role_name|credential_process|login_session';

/**
 * Python that tells which variables of AWS a kernel has, and no secret, as the terminals' probe does; which profiles its
 * machine has; and whose keys the default session of boto3 has. Of that it looks at what lies there alone
 * (`vars`): its properties fetch credentials, from wherever that is.
 * @param mark begins its answer, which nobody else writes
 */
export function probeCode(mark: string): string {
  const asked = { ...SEEN_FORM, settings: SETTINGS, most: MOST_BYTES };
  return `# Role Sessions for AWS: which variables of AWS this kernel has, without secrets.
def _role_sessions():
    try:
        import json, linecache, os, re, sys
        asked = json.loads(${asciiText(JSON.stringify(asked))})
        for lines in (linecache.cache, getattr(linecache, "_ipython_cache", {})):
            lines.pop(sys._getframe().f_code.co_filename, None)
        def line(name):
            value = os.environ[name]
            if not re.fullmatch(asked["shown"], name):
                return name + (" (set)" if value else " (empty)")
            text = re.sub("[^ -~]", "?", value)
            if re.search("_UR[IL]", name):
                text = re.sub("//[^/]*@", "//", re.sub("[?#].*", "", text), count=1)
            origin = re.match(".*?//[^/]*", text) if name == asked["fullUri"] else None
            return name + "=" + (origin.group() if origin else text)
        def settings(variable, name):
            path = os.environ.get(variable) or os.path.join("~", ".aws", name)
            path = os.path.expanduser(os.path.expandvars(path))
            try:
                if not os.path.exists(path):
                    return ""
                if not os.path.isfile(path) or os.path.getsize(path) > asked["most"]:
                    return None
                with open(path, encoding="utf-8", errors="replace") as file:
                    found = [re.match(r"\\[[^\\]]+\\]|(?:%s)(?=\\s*[=:])" % asked["settings"], each, re.I) for each in file]
            except OSError:
                return None
            return "\\n".join(each.group() + ("" if each.group()[0] == "[" else " =") for each in found if each)
        def held():
            if "boto3" not in sys.modules:
                return "notLoaded"
            try:
                session = vars(sys.modules["boto3"])["DEFAULT_SESSION"]
                if session is None:
                    return "none"
                credentials = vars(vars(session)["_session"])["_credentials"]
                if credentials is None:
                    return "unused"
                key = vars(credentials).get("access_key", vars(credentials).get("_access_key"))
                return {"key": key} if re.fullmatch("[A-Za-z0-9_]{4,128}", key) else "unknown"
            except Exception:
                return "unknown"
        names = [name for name in os.environ if re.fullmatch("AWS_[A-Za-z0-9_]*", name)]
        security = os.environ.get("AWS_SECURITY_TOKEN", "")
        differs = security not in ("", os.environ.get("AWS_SESSION_TOKEN", ""))
        return json.dumps({
            "variables": "\\n".join([*map(line, names), "%s %d%s" % (asked["end"], len(names), asked["differ"] if differs else "")]),
            "config": settings("AWS_CONFIG_FILE", "config"),
            "credentials": settings("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            "session": held(),
        })
    except BaseException:
        return "failed"
print("${mark} " + _role_sessions())
del _role_sessions
`;
}

/** Undefined: it did not run, or not to its end. */
export function readKernel(printed: string, mark: string): KernelSeen | undefined {
  const { variables, config, credentials, session } = answerIn(printed, mark);
  const seen = typeof variables === 'string' ? readSeen(variables) : undefined;
  if (seen === undefined) {
    return undefined;
  }
  const isRead = typeof config === 'string' && typeof credentials === 'string';
  return {
    seen,
    profiles: isRead ? profileKinds(config, credentials) : undefined,
    defaultSession: defaultSessionIn(session),
  };
}

function answerIn(printed: string, mark: string): Readonly<Partial<Record<string, unknown>>> {
  const line = printed.split('\n').find((each) => each.includes(`${mark} `)) ?? '';
  try {
    const answer: unknown = JSON.parse(line.slice(line.indexOf(mark) + mark.length));
    return { ...(answer as Record<string, unknown> | null) };
  } catch {
    return {};
  }
}

function defaultSessionIn(told: unknown): DefaultSession {
  if (told === 'notLoaded' || told === 'none' || told === 'unused') {
    return { kind: told };
  }
  const { key } = { ...(told as { readonly key?: unknown } | null | undefined) };
  return typeof key === 'string' ? { kind: 'keys', accessKeyId: key } : { kind: 'unknown' };
}
