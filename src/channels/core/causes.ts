/**
 * Why a mail waits for a person's look, under the wire's ids (`zendesk-api.md` 2.12). From 18 on Zendesk's own meaning
 * is not documented; those below are ours.
 */
export const CAUSES = {
  spam: { id: 0, text: 'Detected as spam' },
  unverified_user: { id: 2, text: 'Submitted by unverified user' },
  auto_responder: { id: 3, text: 'Detected email as being from an auto responder' },
  loop: { id: 4, text: 'Detected as mail loop' },
  unknown_updater: { id: 5, text: 'Unknown user attempting to update existing ticket' },
  not_own_ticket: { id: 6, text: 'End user attempting to update a ticket that is not theirs' },
  delivery_failure: { id: 7, text: 'Received from mail daemon: delivery failure' },
  out_of_office: { id: 8, text: 'Detected email as an out-of-office reply' },
  system_user: { id: 9, text: 'Email is from a system user' },
  no_permission: { id: 10, text: 'Permission denied for unknown, inactive or no longer involved user' },
  blank: { id: 11, text: 'Email is blank' },
  sign_up_required: {
    id: 12,
    text: 'Sender may not be registered: address belongs to the support organisation',
  },
  backscatter: { id: 14, text: 'Detected as backscatter: report about a mail that was not sent from here' },
  disabled: { id: 15, text: 'Sender is suspended or disabled' },
  no_reply: { id: 16, text: 'Email is from a no-reply address' },
  malformed: { id: 19, text: 'Email could not be read: malformed or over a limit' },
  unauthenticated: { id: 20, text: 'Sender could not be authenticated' },
  support_address: { id: 22, text: 'Received from a support address' },
  gave_up: { id: 24, text: 'Processing the email took too long or failed repeatedly' },
  forged: { id: 26, text: 'Email authentication failed, or the reply address is forged' },
} as const satisfies Record<string, { readonly id: number; readonly text: string }>

export type CauseName = keyof typeof CAUSES
