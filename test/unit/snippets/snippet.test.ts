import { describe, expect, it } from 'vitest';
import type { S3Place } from '../../../src/model/s3Place.js';
import { configuredRole, type SessionRequest } from '../../../src/model/request.js';
import { snippet, snippetFormats, type SnippetFormat } from '../../../src/snippets/snippet.js';
import { liveSession, roleRef, SECRET, TOKEN } from '../../support/samples.js';

const DEV = liveSession({ role: roleRef('dev') });
const LOCAL = { ...DEV, endpoints: { all: 'http://127.0.0.1:9000' } };
const OTHER = liveSession({ role: { ...roleRef('dev'), request: configuredRole('setting:dev') } });
const OBJECT: S3Place = { bucket: 'reports', key: `it's/a b.txt`, region: 'eu-west-1' };
const PREFIX: S3Place = { bucket: 'reports', key: 'a/', region: undefined };
const BUCKET: S3Place = { bucket: 'reports', key: '', region: undefined };
const COMMENT = 'In a terminal of this session';

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('what is copied', () => {
  it('is what there is for a place, and no backend without one', () => {
    expect(snippetFormats(undefined)).toEqual(['aws-cli', 's5cmd', 'rclone', 'boto3', 'javascript']);
    expect(snippetFormats(BUCKET)).toEqual([...snippetFormats(undefined), 'terraform']);
  });

  it.each<[SnippetFormat, S3Place | undefined, string]>([
    ['aws-cli', undefined, 'aws sts get-caller-identity --profile dev --region us-west-2'],
    ['aws-cli', BUCKET, 'aws s3 ls s3://reports/ --profile dev --region us-west-2'],
    ['aws-cli', PREFIX, 'aws s3 ls s3://reports/a/ --profile dev --region us-west-2'],
    ['aws-cli', OBJECT, String.raw`aws s3 cp 's3://reports/it'\''s/a b.txt' . --profile dev --region eu-west-1`],
    ['s5cmd', undefined, 'AWS_REGION=us-west-2 s5cmd --profile dev ls'],
    ['s5cmd', PREFIX, 'AWS_REGION=us-west-2 s5cmd --profile dev ls s3://reports/a/'],
    ['s5cmd', OBJECT, String.raw`AWS_REGION=eu-west-1 s5cmd --profile dev cp --raw 's3://reports/it'\''s/a b.txt' .`],
    ['rclone', undefined, "rclone lsd ':s3,provider=AWS,env_auth=true,profile=dev,region=us-west-2:'"],
    ['rclone', PREFIX, "rclone lsf ':s3,provider=AWS,env_auth=true,profile=dev,region=us-west-2:reports/a/'"],
    [
      'rclone',
      OBJECT,
      String.raw`rclone copy ':s3,provider=AWS,env_auth=true,profile=dev,region=eu-west-1:reports/it'\''s/a b.txt' .`,
    ],
  ])('as %s of %j is one line', (format, place, line) => {
    expect(snippet(format, DEV, place)).toBe(`${line}\n`);
  });

  it.each<[SnippetFormat, S3Place | undefined, string]>([
    ['aws-cli', undefined, 'aws sts get-caller-identity --region us-west-2 --endpoint-url https://sts.local'],
    ['aws-cli', BUCKET, 'aws s3 ls s3://reports/ --region us-west-2 --endpoint-url https://s3.local'],
    ['s5cmd', BUCKET, 'AWS_REGION=us-west-2 s5cmd --endpoint-url https://s3.local ls s3://reports/'],
    [
      'rclone',
      BUCKET,
      `rclone lsf ':s3,provider=Other,env_auth=true,region=us-west-2,endpoint="https://s3.local",force_path_style=true:reports/'`,
    ],
  ])(
    'as %s of %j is for a terminal where no profile does it, at the endpoint of the service',
    (format, place, line) => {
      const endpoints = { all: 'https://all.local', sts: 'https://sts.local', s3: 'https://s3.local' };
      expect(snippet(format, { ...OTHER, endpoints }, place)).toBe(text(`# ${COMMENT}`, line));
    },
  );

  it('for boto3', () => {
    expect(snippet('boto3', DEV, undefined)).toBe(
      text(
        'import boto3',
        '',
        'session = boto3.Session(profile_name="dev", region_name="us-west-2")',
        'client = session.client("sts")',
        'print(client.get_caller_identity()["Arn"])',
      ),
    );
    expect(snippet('boto3', { ...LOCAL, role: OTHER.role }, OBJECT)).toBe(
      text(
        `# ${COMMENT}`,
        'import boto3',
        'from botocore.config import Config',
        '',
        'session = boto3.Session(region_name="eu-west-1")',
        'client = session.client("s3", endpoint_url="http://127.0.0.1:9000", config=Config(s3={"addressing_style": "path"}))',
        `body = client.get_object(Bucket="reports", Key="it's/a b.txt")["Body"].read()`,
      ),
    );
    expect(snippet('boto3', DEV, PREFIX)).toContain(
      'client = session.client("s3")\npage = client.list_objects_v2(Bucket="reports", Prefix="a/", Delimiter="/")\n',
    );
    expect(snippet('boto3', LOCAL, undefined)).toContain(
      'import boto3\n\nsession = boto3.Session(profile_name="dev", region_name="us-west-2")\nclient = session.client("sts", endpoint_url="http://127.0.0.1:9000")\n',
    );
  });

  it('for JavaScript', () => {
    expect(snippet('javascript', DEV, undefined)).toBe(
      text(
        'import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";',
        '',
        'const client = new STSClient({ region: "us-west-2", profile: "dev" });',
        'const reply = await client.send(new GetCallerIdentityCommand({}));',
      ),
    );
    expect(snippet('javascript', { ...LOCAL, role: OTHER.role }, OBJECT)).toBe(
      text(
        `// ${COMMENT}`,
        'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";',
        '',
        'const client = new S3Client({ region: "eu-west-1", endpoint: "http://127.0.0.1:9000", forcePathStyle: true });',
        `const reply = await client.send(new GetObjectCommand({ Bucket: "reports", Key: "it's/a b.txt" }));`,
      ),
    );
    expect(snippet('javascript', LOCAL, undefined)).toContain(
      'new STSClient({ region: "us-west-2", profile: "dev", endpoint: "http://127.0.0.1:9000" });',
    );
    expect(snippet('javascript', DEV, PREFIX)).toContain(
      'new ListObjectsV2Command({ Bucket: "reports", Prefix: "a/", Delimiter: "/" })',
    );
  });

  it.each([
    [BUCKET, 'terraform.tfstate', 'us-west-2'],
    [PREFIX, 'a/terraform.tfstate', 'us-west-2'],
    [OBJECT, `it's/a b.txt`, 'eu-west-1'],
  ])('for Terraform, of %j, is a backend there', (place, key, region) => {
    expect(snippet('terraform', DEV, place)).toBe(
      text(
        'terraform {',
        '  backend "s3" {',
        '    bucket  = "reports"',
        `    key     = "${key}"`,
        `    region  = "${region}"`,
        '    profile = "dev"',
        '  }',
        '}',
      ),
    );
  });

  it('for Terraform names the endpoints that there are', () => {
    expect(snippet('terraform', { ...LOCAL, role: OTHER.role }, BUCKET)).toBe(
      text(
        `# ${COMMENT}`,
        'terraform {',
        '  backend "s3" {',
        '    bucket                 = "reports"',
        '    key                    = "terraform.tfstate"',
        '    region                 = "us-west-2"',
        '    endpoints              = { s3 = "http://127.0.0.1:9000", sts = "http://127.0.0.1:9000" }',
        '    use_path_style         = true',
        '    skip_region_validation = true',
        '  }',
        '}',
      ),
    );
    const own = { ...DEV, endpoints: { sts: 'https://sts.local' } };
    const written = snippet('terraform', own, BUCKET);
    expect(written).toContain('    endpoints = { sts = "https://sts.local" }\n');
    expect(written).not.toContain('use_path_style');
  });

  it.each(['boto3', 'javascript'] as const)('for %s has the endpoint of the service that is called', (format) => {
    const session = { ...DEV, endpoints: { sts: 'https://sts.local', s3: 'https://s3.local' } };
    expect(snippet(format, session, undefined)).toContain('"https://sts.local"');
    expect(snippet(format, session, undefined)).not.toMatch(/s3\.local|path/i);
    expect(snippet(format, session, BUCKET)).toContain('"https://s3.local"');
    expect(snippet(format, session, BUCKET)).not.toContain('sts.local');
    expect(snippet(format, DEV, BUCKET)).not.toMatch(/path|botocore/i);
  });

  it('has no secret', () => {
    for (const format of snippetFormats(BUCKET)) {
      for (const session of [DEV, OTHER]) {
        const written = snippet(format, session, BUCKET);
        for (const secret of [SECRET, TOKEN, session.credentials.accessKeyId]) expect(written).not.toContain(secret);
      }
    }
  });
});

describe('the profile', () => {
  const requested = (request: SessionRequest) => liveSession({ role: { ...roleRef('dev'), request } });

  it('is named where nothing was asked on top', () => {
    const request = {
      ...configuredRole('profile:dev'),
      overrides: { narrowing: undefined },
    } as unknown as SessionRequest;
    expect(snippet('aws-cli', requested(request), undefined)).toContain(' --profile dev ');
  });

  it.each([
    ['a role of the settings', OTHER],
    [
      'a role without a definition',
      requested({ target: { kind: 'session-token', profile: 'dev', mfaSerial: undefined }, overrides: {} }),
    ],
    ['one with less', { ...DEV, narrowedTo: 'read-only' }],
    ['one with something on top', requested({ ...configuredRole('profile:dev'), overrides: { sessionName: 'x' } })],
  ])('is not named for %s: it would be somebody else', (_, session) => {
    expect(snippet('aws-cli', session, undefined)).toBe(
      text(`# ${COMMENT}`, 'aws sts get-caller-identity --region us-west-2'),
    );
  });
});
