import { hostId } from '../ids.js';
import { IAM_NAMESPACE } from '../iamApi/index.js';
import { STS_NAMESPACE } from '../sts/index.js';
import type { AwsError } from '../types.js';
import { branch, leaf } from '../xml.js';
import type { ShapedResponse } from './response.js';

/** "rest": those that speak JSON. */
export type Service = 'sts' | 'iam' | 's3' | 'rest';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function queryError(error: AwsError, requestId: string, namespace: string): string {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const body = branch('Error', leaf('Type', type), leaf('Code', error.code), leaf('Message', error.message));
  return `<ErrorResponse xmlns="${namespace}">${body}${leaf('RequestId', requestId)}</ErrorResponse>`;
}

function s3Error(error: AwsError, requestId: string): string {
  const details = Object.entries(error.details).map(([name, value]) => leaf(name, value));
  return (
    DECLARATION +
    branch(
      'Error',
      leaf('Code', error.code),
      leaf('Message', error.message),
      ...details,
      leaf('RequestId', requestId),
      leaf('HostId', hostId()),
    )
  );
}

export function sendXml(response: ShapedResponse, service: Service, status: number, xml: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', service === 's3' ? 'application/xml' : 'text/xml');
  response.setHeader('Content-Length', Buffer.byteLength(xml));
  response.end(xml);
}

export function sendJson(
  response: ShapedResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/** The error in its service's form; S3 sends none with HEAD and 304. */
export function sendError(
  response: ShapedResponse,
  error: AwsError,
  request: { readonly service: Service; readonly method: string; readonly requestId: string },
): void {
  for (const name of response.getHeaderNames())
    if (name.startsWith('content-') || name === 'etag') response.removeHeader(name);
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  const { service, method, requestId } = request;
  if (service === 'rest') {
    sendJson(response, error.status, { message: error.message, ...error.details }, { 'x-amzn-ErrorType': error.code });
  } else if (service !== 's3') {
    const namespace = service === 'sts' ? STS_NAMESPACE : IAM_NAMESPACE;
    sendXml(response, service, error.status, queryError(error, requestId, namespace));
  } else if (method === 'HEAD' || error.status === 304) {
    response.statusCode = error.status;
    response.end();
  } else {
    sendXml(response, 's3', error.status, s3Error(error, requestId));
  }
}
