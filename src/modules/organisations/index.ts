export { OrganisationsModule } from './organisations.module.js';
export { FoundPractice, PracticeExists, type FoundedPractice, type NewPractice } from './use-cases/found-practice.use-case.js';
export { switchOffNetworks } from './use-cases/save-networks.use-case.js';
