export { SingleSignOnModule } from './single-sign-on.module.js';
export { freeEveryDoor } from './use-cases/free-every-door.js';
