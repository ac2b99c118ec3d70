import { queryClient } from '../../shared/api/query.js';
import { uploadQueue } from '../documents/upload-queue.js';

/** Where what is asked for is kept for the page. */
export const REQUEST_KEY = ['outside', 'request'];

/** Files on their way to the items of a request. Once sent they are shown as the service has them. */
export const answers = uploadQueue<{ itemId: string }>({
  endpoint: '/api/v1/outside/uploads',
  metadata: ({ itemId }) => ({ itemId }),
  scopeOf: ({ itemId }) => itemId,
  onSent: ({ id }, queue) => {
    queue.dismiss([id]);
    void queryClient.invalidateQueries({ queryKey: REQUEST_KEY });
  },
});
