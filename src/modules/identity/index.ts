export { IdentityModule } from './identity.module.js';
export { IdentityFacade } from './identity.facade.js';
export { SendMailOnMailQueued } from './handlers/send-mail-on-mail-queued.handler.js';
export { askFactorResetIn, ensureAccountIn, startSessionIn } from './identity.facade.js';
export { COOKIES, type Cookies } from './http/cookies.js';
export { FACTOR_POLICIES, type FactorPolicy } from './domain/factor.js';
export { ResetFactors, type FactorsOfMember } from './use-cases/reset-factors.use-case.js';
