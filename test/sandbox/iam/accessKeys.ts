import type { Credential, Keyring } from './principal.js';

interface AccessKeyRecord {
  readonly credential: Credential;
  readonly userArn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  active: boolean;
}

/** The long-term keys of users; those in force are in the keyring. */
export class AccessKeys {
  private readonly records = new Map<string, AccessKeyRecord>();

  constructor(private readonly keyring: Keyring) {}

  add(userArn: string, credential: Credential, createdAt: number): void {
    const { accessKeyId } = credential;
    this.keyring.set(accessKeyId, credential);
    if (credential.sessionToken !== undefined) return;
    this.records.set(accessKeyId, { credential, userArn, createdAt, active: true });
  }

  of(userArn: string): AccessKeyRecord[] {
    return [...this.records.values()].filter((record) => record.userArn === userArn);
  }

  get(accessKeyId: string): AccessKeyRecord | undefined {
    return this.records.get(accessKeyId);
  }

  /** A key that is not active is as unknown as one that is gone. */
  setActive(accessKeyId: string, active: boolean): void {
    const record = this.records.get(accessKeyId);
    if (!record) return;
    record.active = active;
    if (active) this.keyring.set(accessKeyId, record.credential);
    else this.keyring.delete(accessKeyId);
  }

  delete(accessKeyId: string): void {
    this.records.delete(accessKeyId);
    this.keyring.delete(accessKeyId);
  }
}
