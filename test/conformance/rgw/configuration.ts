// ceph.conf for a cluster of one process of each kind, with everything it keeps in one directory.

export interface ClusterPlan {
  /** Holds all of the cluster's state; removed when it stops. */
  readonly directory: string;
  /** The cluster's UUID. */
  readonly fsid: string;
  readonly monitorPort: number;
  readonly rgwPort: number;
}

/** The file's text. Ceph reads `;` lines as comments, so the reasons travel with the settings. */
export function cephConf({ directory, fsid, monitorPort, rgwPort }: ClusterPlan): string {
  return `[global]
fsid = ${fsid}
mon initial members = a
; Only the v1 protocol: its address can be told with one port.
mon host = [v1:127.0.0.1:${monitorPort}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv4 = true
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${directory}/keyring
log file = ${directory}/log/$name.log
admin socket = ${directory}/run/$name.asok
run dir = ${directory}/run
; We hold the process ids ourselves.
pid file =
; One OSD, so one copy of everything, and few placement groups: each costs start-up time.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000

[mon.a]
mon data = ${directory}/mon
; Changes of the map are proposed once a second by default; each of RGW's pools waits for several.
paxos propose interval = 0.05

[osd]
osd data = ${directory}/osd
; Objects live in memory: no disk layout to make, nothing to sync.
osd objectstore = memstore
memstore device bytes = 2147483648
osd memory target = 939524096
; RGW needs object classes that are not on the default list.
osd class load list = *
osd class default list = *

[client.rgw.a]
rgw data = ${directory}/rgw
; Without nodelay each answer waits 40 ms for the client's acknowledgement of its headers.
rgw frontends = beast endpoint=127.0.0.1:${rgwPort} tcp_nodelay=1
rgw s3 auth use sts = true
; Seals session tokens; RGW wants 16 characters. It protects nothing outside this run.
rgw sts key = abcdefghijklmnop
; So that a test can see a session expire.
rgw sts min session duration = 2
rgw thread pool size = 32
rgw enable usage log = false
`;
}
