import { ProblemError } from '../api/problem.js';
import { sharedText } from './catalogue.js';

/** What a refusal means to a person, by code. A code that is not here is told in the service's own words. */
const SENTENCES: Readonly<Record<string, string>> = {
  'access.not_permitted': 'Your access does not include this. An administrator of your practice can change that.',
  'request.not_found': 'There is nothing here, or it is not yours to see.',
  'request.too_many': 'That was too much at once. Wait a few seconds and try again.',
  'request.foreign_origin': 'This page was opened under another address than Ironbark’s own. Open it under the usual one.',
  'documents.changed_meanwhile': 'Somebody else changed this document meanwhile. Look at it again, then change it.',
  'documents.rules_changed': 'Somebody else changed these rules meanwhile. Look at them again.',
  'documents.too_large': 'A file can have two gigabytes at most.',
  'documents.empty': 'This file is empty. Look at the original, then send it again.',
  'documents.not_ready': 'Nobody can open this yet: it is still being checked, or it was refused or removed.',
  'documents.link_ended': 'This link is over, or it was made for somebody else. Open the document again.',
  'documents.content_missing': 'The content is not where it was stored. Tell whoever runs Ironbark; earlier versions may still open.',
  'documents.content_broken': 'The stored content is not what was sealed, so nothing of it is shown. Tell whoever runs Ironbark.',
  'documents.drawing_busy': 'Many pages are being drawn at once. Try again in a moment.',
  'documents.cannot_draw': 'Pages cannot be drawn here. Download the file, and tell whoever runs Ironbark.',
  'documents.not_shown': 'This kind of file can’t be shown here. Download it instead.',
  'share.member_sees_not':
    'This colleague’s access does not include this client, so nothing was shared. An administrator of your practice can change that.',
  'share.needs_pages': 'This kind of file can’t be shown as pages. Allow the download to share it.',
  'share.watermark_or_download': 'A file that may be downloaded carries no watermark. Choose one of the two.',
  'share.no_download': 'This document is to be looked at only.',
  'request.item_changed': 'Something happened to this item meanwhile, so nothing was changed. Look at it again first.',
  'request.no_such_step': 'From where this item stands now, that can’t be done. Look at it again.',
  'request.closed': 'This request is closed or its link is over. Send it again first, which opens it anew.',
  'outside.ended': 'This link no longer opens anything. Ask the practice that sent it for a new one.',
  'outside.people_only': 'Only a person who is signed in shares with people outside or asks them for documents.',
  'outside.wait': 'Several codes were sent already. Wait a few minutes before you ask for another.',
  'outside.code_wrong': 'That is not the code. Look at the newest mail and try again.',
  'outside.code_spent': 'This code was used, is over, or was tried too often. Ask for a new one.',
  'uploads.offset_differs': 'What has arrived ends elsewhere. Try again; nothing is lost.',
  'uploads.busy': 'Many files are arriving at once. This one goes on in a moment.',
  'uploads.being_written': 'Another connection is sending this file. Try again in a moment.',
  'uploads.checksum_differs': 'A piece arrived damaged and was dropped. Try again.',
  'uploads.too_much': 'The file changed while it was sent. Send it again from the beginning.',
  'uploads.gone': 'This upload is over. Send the file again.',
  'uploads.protocol': 'The file could not be sent. Send it again.',
  'service.store_unavailable': 'The store of files can’t be reached. What had arrived is kept; try again shortly.',
  'service.store_full': 'There is no room left for files. What had arrived is kept; tell whoever runs Ironbark.',
  'service.busy': 'Somebody else was changing the same thing. Nothing was changed; try again.',
  'service.database_unavailable': 'Records can’t be reached for the moment. Nothing was changed; try again shortly.',
  'service.commit_unknown':
    'The connection was lost while this was being saved, so it may or may not be. Look at the record before you try again.',
  'service.failed': 'Something went wrong on our side. Nothing was changed; try again, and quote the request if it happens twice.',
  'crypto.seal_broken':
    'The seal of this record is broken: it was not written by Ironbark as it stands. It stays closed; tell whoever runs Ironbark.',
  'crypto.key_unavailable': 'The practice’s key can’t be reached, so nothing can be opened. Try again shortly.',
  'crypto.key_version_busy': 'The practice’s key is being changed at this moment. Try again in a minute.',
  'crypto.key_version_refused':
    'This was sealed under a key that has been retired for good, so it stays closed. Tell whoever runs Ironbark.',
  'identity.link_dead': 'This link no longer works. Links live ten minutes, work once, and a newer one replaces them.',
  'identity.step_over': 'This took too long, was tried too often, or was finished already. Begin again.',
  'identity.factor_wrong': 'That did not match.',
  'identity.too_many_attempts': 'That was tried too often from here. Wait a few minutes and try again.',
  'identity.not_locked': 'This account is not locked any more: somebody opened it meanwhile.',
  'identity.unlock_not_here':
    'Their account is used in another practice as well, so it can’t be opened from here. Ask whoever runs Ironbark.',
  'identity.codes_rest': 'Too many wrong codes in the last hour, so codes rest. Use a passkey, or try again later.',
  'identity.step_up_needed': 'Nothing was changed: this asks you to confirm that it’s you first.',
  'identity.glass_passkey':
    'You are named for break-glass, and this passkey is your way in. Add another first, or have somebody else named.',
  'identity.last_factor': 'Your practice asks for a second factor, and this is your last that will do. Add another first.',
  'identity.too_many_factors': 'You have ten factors, which is the most. Remove one you no longer use, then add this one.',
  'identity.provider_flow_over': 'This took too long, was declined, or began in another browser. Begin again.',
  'identity.provider_taken': 'This account is linked to somebody else here. Unlink it there first.',
  'identity.provider_linked': 'You have linked another account of this provider. Unlink that one first.',
  'identity.provider_unavailable': 'The provider can’t be reached. Sign in by mail, or try again later.',
  'identity.passkey_refused': 'This passkey could not be added. Try again, or use another device.',
  'access.network_refused':
    'Your practice is opened from its own networks only, and you are on another one. Go on from the practice’s network or VPN, or ask an administrator.',
  'access.foreign_network': 'This key is bound to networks that the request did not come from.',
  'organisations.no_networks': 'An empty list cannot be enforced: nobody could get in. Add a network first.',
  'organisations.network_locks_you_out':
    'The list does not cover the address that Ironbark sees you at, so your next step would be refused. Nothing was changed.',
  'organisations.networks_changed': 'Somebody else changed the list meanwhile. Nothing was changed; load it anew and look at theirs first.',
  'identity.single_sign_on_required': 'Your practice asks everybody to sign in through its own identity provider. This way in is closed.',
  'identity.account_elsewhere': 'You belong to another practice as well. Sign in there to see or change what opens your account.',
  'single_sign_on.ended': 'This sign-in took too long, was finished already, or began in another browser. Start again.',
  'single_sign_on.refused': 'Your practice’s identity provider did not let you in here. Ask an administrator of your practice.',
  'single_sign_on.provider_failed':
    'Your practice’s identity provider could not be reached, or its answer was not valid. Try again shortly; if it lasts, tell your IT.',
  'single_sign_on.too_many_connections': 'A practice keeps ten connections at most. Remove one that is not used first.',
  'single_sign_on.wrong_stage': 'This connection is not at that stage any more. Load the page again to see where it stands.',
  'single_sign_on.domain_taken': 'Another practice has verified this domain. If it is yours, ask whoever runs Ironbark.',
  'single_sign_on.too_many_domains': 'Your practice claims fifty domains, which is the most. Remove one you no longer use first.',
  'single_sign_on.last_domain': 'This is the last verified domain, and single sign-on is on. Turn it off first.',
  'single_sign_on.no_verified_domain': 'Verify a domain first: a provider speaks only for addresses of your own domains.',
  'single_sign_on.not_set_up': 'Enter what your identity provider gave you and save it first.',
  'single_sign_on.changed_meanwhile': 'Somebody else changed this connection meanwhile. Nothing was changed; load the page again.',
  'single_sign_on.provider_fixed': 'A connection stays with the provider it was tried with. Make a new connection for another one.',
  'single_sign_on.owner_confirms': 'An owner of the practice has to confirm this connection first.',
  'single_sign_on.come_in_first': 'Sign out and come in through this connection yourself first, so that you know it lets you in.',
  'organisations.two_or_none': 'Name two owners, or none.',
  'organisations.glass_needed': 'Single sign-on is required, so two owners keep a way in. Lift the requirement first, or name two others.',
  'organisations.not_an_owner_with_passkey': 'Only active owners who have a passkey can be named.',
  'organisations.would_lock_you_out':
    'You signed in with less than that yourself and would be the first to be shut out. Add the factor, sign in with it, and try again.',
};

/** One sentence for a person on whatever was thrown; what it says to do comes last. */
export function problemSentence(error: unknown): string {
  if (!(error instanceof ProblemError)) return sharedText.problem.unreachable;
  return SENTENCES[error.code] ?? error.errors[0]?.message ?? error.detail ?? sharedText.problem.unknown;
}
