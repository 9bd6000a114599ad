// A real S3 and STS server: Ceph's monitor, one OSD in memory and the RADOS gateway, on loopback and without systemd.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cephConf } from './configuration.js';
import { BINARIES, DEBIAN_PACKAGES } from './requirements.js';
import { freePorts } from '../../tools/ports.js';
import { janitor, logTails, missingPrograms, run, startDaemon, stopDaemon, waitFor } from './processes.js';

export interface Rgw {
  /** "http://127.0.0.1:PORT": S3 (path style) and STS in one. */
  readonly endpoint: string;
  /** Runs radosgw-admin against this cluster and gives what it printed. */
  admin(...args: string[]): Promise<string>;
  /** Ends the daemons and removes all state. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster with nothing in it: no users, no buckets. Takes about three seconds.
 * Rejects when programs of requirements.ts are not on PATH, or with the tails of the daemons' logs, leaving nothing behind.
 */
export async function startRgw(): Promise<Rgw> {
  const missing = await missingPrograms(BINARIES);
  if (missing.length > 0) {
    throw new Error(`Ceph RGW needs ${missing.join(', ')} (Debian packages: ${DEBIAN_PACKAGES.join(' ')})`);
  }
  // Ceph's admin sockets live in it, and a socket's path may not exceed 107 bytes: a short name.
  const directory = await mkdtemp(path.join(tmpdir(), 'rgw-'));
  const daemons: ChildProcess[] = [];
  const watch = janitor(directory);
  const stop = async () => {
    // The gateway first, the monitor last: each waits for the one after it.
    for (const daemon of daemons.splice(0).reverse()) await stopDaemon(daemon);
    await rm(directory, { recursive: true, force: true });
    watch.dismiss();
  };
  try {
    return { ...(await startCluster(directory, daemons)), stop };
  } catch (cause) {
    const tails = await logTails(path.join(directory, 'log'));
    await stop();
    throw new Error(`Ceph RGW did not start: ${String(cause)}\n${tails}`, { cause });
  }
}

async function startCluster(directory: string, daemons: ChildProcess[]): Promise<Omit<Rgw, 'stop'>> {
  const [monitorPort, rgwPort] = (await freePorts(2)) as [number, number];
  const fsid = randomUUID();
  const conf = path.join(directory, 'ceph.conf');
  for (const name of ['mon', 'osd', 'rgw', 'log', 'run']) await mkdir(path.join(directory, name));
  await writeFile(conf, cephConf({ directory, fsid, monitorPort, rgwPort }));

  const cluster: Cluster = {
    directory,
    tool: (command, ...args) => run(command, ['-c', conf, ...args]),
    daemon: (command, ...args) => {
      const log = path.join(directory, 'log', `${command}.out`);
      const daemon = startDaemon(command, ['-c', conf, '-f', ...args], log);
      daemons.push(daemon);
      // For the janitor.
      writeFileSync(path.join(directory, `${command}.pid`), String(daemon.pid ?? ''));
      return daemon;
    },
  };
  await makeKeys(directory);
  await startMonitor(cluster, fsid, monitorPort);
  await startOsd(cluster);
  const endpoint = `http://127.0.0.1:${rgwPort}`;
  const gateway = cluster.daemon('radosgw', '-n', 'client.rgw.a');
  await waitFor('radosgw', gateway, async () => (await fetch(endpoint)).ok);
  return { endpoint, admin: (...args) => cluster.tool('radosgw-admin', ...args) };
}

interface Cluster {
  readonly directory: string;
  /** Runs one of Ceph's tools with this cluster's configuration. */
  tool(command: string, ...args: string[]): Promise<string>;
  daemon(command: string, ...args: string[]): ChildProcess;
}

async function makeKeys(directory: string): Promise<void> {
  const keyring = path.join(directory, 'keyring');
  const add = (name: string, ...capabilities: string[]) =>
    run('ceph-authtool', [keyring, '--gen-key', '-n', name, ...capabilities]);
  await run('ceph-authtool', ['--create-keyring', keyring]);
  await add('mon.', '--cap', 'mon', 'allow *');
  await add('client.admin', '--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *');
  await add('client.rgw.a', '--cap', 'mon', 'allow rw', '--cap', 'osd', 'allow rwx');
}

async function startMonitor(cluster: Cluster, fsid: string, port: number): Promise<void> {
  const map = path.join(cluster.directory, 'monmap');
  await run('monmaptool', ['--create', '--addv', 'a', `[v1:127.0.0.1:${port}]`, '--fsid', fsid, map]);
  const keyring = path.join(cluster.directory, 'keyring');
  await cluster.tool('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring);
  const monitor = cluster.daemon('ceph-mon', '-i', 'a');
  await waitFor('ceph-mon', monitor, async () => {
    await cluster.tool('ceph', '--connect-timeout', '20', 'auth', 'ls');
    return true;
  });
}

async function startOsd(cluster: Cluster): Promise<void> {
  const uuid = randomUUID();
  const id = (await cluster.tool('ceph', 'osd', 'new', uuid)).trim();
  const keyring = path.join(cluster.directory, 'osd', 'keyring');
  await run('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', `osd.${id}`]);
  const capabilities = ['mon', 'allow profile osd', 'osd', 'allow *', 'mgr', 'allow profile osd'];
  await cluster.tool('ceph', 'auth', 'add', `osd.${id}`, ...capabilities, '-i', keyring);
  await cluster.tool('ceph-osd', '-i', id, '--mkfs', '--osd-uuid', uuid, '--keyring', keyring);
  const osd = cluster.daemon('ceph-osd', '-i', id, '--keyring', keyring);
  await waitFor('ceph-osd', osd, async () => (await cluster.tool('ceph', 'osd', 'stat')).includes('1 up'));
}
