/** Codes of RFC 6749 5.2 and 4.1.2.1. */
export type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'

/** What an endpoint of OAuth refuses, in OAuth's own words: its clients read these and no others. */
export class OAuthRefused extends Error {
  readonly code: OAuthCode
  constructor(code: OAuthCode, description: string) {
    super(description)
    this.name = 'OAuthRefused'
    this.code = code
  }
}
