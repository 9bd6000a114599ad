import type { Configuration } from '../../config/configuration.js';
import type { SessionRequest } from '../../model/request.js';
import type { SessionId } from '../../model/session/session.js';
import type { Place } from '../../base/place.js';

/** What the forms need of the rest of the room. */
export interface FormContext {
  readonly configuration: Configuration;
  /** A configured role, or that of the active session. @throws Cancelled */
  readonly pickRole: (title: string) => Promise<SessionRequest>;
  /** @throws UserError, Cancelled */
  readonly assume: (request: SessionRequest) => Promise<unknown>;
  /** As `assume`, from that session and from no other one. @throws UserError also where it has ended or changed */
  readonly narrow: (request: SessionRequest, wider: SessionId) => Promise<unknown>;
  /** Opens what the request is about. */
  readonly openDefinition: (request: SessionRequest) => Promise<void>;
  readonly openPlace: (place: Place) => Promise<void>;
}
