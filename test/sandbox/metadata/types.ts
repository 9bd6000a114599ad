/** How a metadata service behaves towards every request. */
export type Behaviour =
  | 'serve'
  /** 404, as from something else that answers at the address. */
  | 'absent'
  /** Takes the request and never answers. */
  | 'hang'
  /** 200 with a body that means nothing. */
  | 'garbage'
  /** 500. */
  | 'error';

export interface MetadataRequest {
  readonly method: string;
  readonly path: string;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  /** Whether it brought a session or authorization token. */
  readonly token: boolean;
}

interface Service {
  behaviour: Behaviour;
  readonly requests: readonly MetadataRequest[];
  stop(): Promise<void>;
}

/** The instance metadata service of one EC2 instance. */
export interface InstanceMetadata extends Omit<Service, 'behaviour'> {
  /** For AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:PORT". */
  readonly endpoint: string;
  /** "i-…": also the session name of its credentials. */
  readonly instanceId: string;
  /** `tokensHang`: only IMDSv2's token request gets no answer, as beyond the hop limit. */
  behaviour: Behaviour | 'tokensHang';
}

export interface InstanceMetadataOptions {
  /** Role of the instance profile; without one the instance has no credentials. */
  readonly roleArn?: string;
  /** Default us-west-2. */
  readonly region?: string;
  /** `required` (default): IMDSv2 only; `optional`: v1 as well; `unsupported`: v1 only, as of a service before v2. */
  readonly tokens?: 'required' | 'optional' | 'unsupported';
  /** How long its credentials last, default 21600. */
  readonly sessionSeconds?: number;
}

/** What a container of an ECS task gets its credentials from. */
export interface ContainerMetadata extends Service {
  /** For AWS_CONTAINER_CREDENTIALS_FULL_URI. */
  readonly fullUri: string;
  /** For AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, where the service is at 169.254.170.2. */
  readonly relativeUri: string;
  /** For AWS_CONTAINER_AUTHORIZATION_TOKEN; undefined where none is asked for. */
  readonly authorizationToken: string | undefined;
}

export interface ContainerMetadataOptions {
  readonly roleArn: string;
  /** Whether an authorization token is asked for; default true. */
  readonly authorization?: boolean;
  /** How long its credentials last, default 21600. */
  readonly sessionSeconds?: number;
}
