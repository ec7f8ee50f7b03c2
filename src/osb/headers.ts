/** Request headers of the OSB API: version and identities. */

/** `X-Broker-API-Originating-Identity`, decoded: the platform's word and the JSON object it sent about the user. */
export interface OriginatingIdentity {
  readonly platform: string;
  readonly value: Record<string, unknown>;
}
