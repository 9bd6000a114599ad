// What Ceph RGW needs on the machine, for whoever installs it.

/** Debian packages (bookworm has Ceph 16.2). Install them without recommended ones: those bring a manager and its dashboards. */
export const DEBIAN_PACKAGES = ['radosgw', 'ceph-mon', 'ceph-osd'] as const;

/** Programs looked up on PATH: the three daemons, and the tools that set them up (from ceph-common). */
export const BINARIES = [
  'ceph-mon',
  'ceph-osd',
  'radosgw',
  'radosgw-admin',
  'ceph',
  'ceph-authtool',
  'monmaptool',
] as const;
