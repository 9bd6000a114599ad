import { hostId } from '../ids.js';
import { STS_NAMESPACE } from '../sts/index.js';
import type { AwsError } from '../types.js';
import { branch, leaf } from '../xml.js';
import type { ShapedResponse } from './response.js';

export type Service = 'sts' | 's3';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function stsError(error: AwsError, requestId: string): string {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const body = branch('Error', leaf('Type', type), leaf('Code', error.code), leaf('Message', error.message));
  return `<ErrorResponse xmlns="${STS_NAMESPACE}">${body}${leaf('RequestId', requestId)}</ErrorResponse>`;
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
  response.setHeader('Content-Type', service === 'sts' ? 'text/xml' : 'application/xml');
  response.setHeader('Content-Length', Buffer.byteLength(xml));
  response.end(xml);
}

/** The error in its service's XML; S3 sends none with HEAD and 304. */
export function sendError(
  response: ShapedResponse,
  error: AwsError,
  request: { readonly service: Service; readonly method: string; readonly requestId: string },
): void {
  for (const name of response.getHeaderNames())
    if (name.startsWith('content-') || name === 'etag') response.removeHeader(name);
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  if (request.service === 'sts') {
    sendXml(response, 'sts', error.status, stsError(error, request.requestId));
  } else if (request.method === 'HEAD' || error.status === 304) {
    response.statusCode = error.status;
    response.end();
  } else {
    sendXml(response, 's3', error.status, s3Error(error, request.requestId));
  }
}
