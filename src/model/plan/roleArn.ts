/** The parts of `arn:partition:iam::account:role/path/name`. */
export interface RoleArn {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  /** The last part, without the path: what an assumed-role ARN shows. */
  readonly roleName: string;
}
