import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemSentence } from '../../shared/text/problems.js';
import { toast } from '../../shared/ui/toast.js';
import { ClientField, type ChosenClient } from '../clients/search/client-field.js';
import type { DocumentLine } from './model.js';
import { documentRequests } from './requests.js';
import { documentsText as words } from './text.js';
import { documentKeys } from './use-documents.js';
import classes from './documents.module.css';

/** Files a document under another client, with the way back. */
export function MoveDialog({ document, onClose }: { document: DocumentLine; onClose: () => void }) {
  const cache = useQueryClient();
  const [client, setClient] = useState<ChosenClient | null>(null);
  const seen = async (moved: DocumentLine): Promise<void> => {
    cache.removeQueries({ queryKey: documentKeys.one(moved.id) });
    await cache.invalidateQueries({ queryKey: ['documents', 'list'] });
  };
  const move = useMutation({
    mutationFn: ({ id }: ChosenClient) => documentRequests.move(document.id, document.version, id),
    onSuccess: async (moved, { name }) => {
      await seen(moved);
      toast({
        message: words.moved(name),
        about: 'documents',
        undo: async () => seen(await documentRequests.move(moved.id, moved.version, document.clientId)),
      });
      onClose();
    },
  });
  const same = client?.id === document.clientId;
  return (
    <Modal opened onClose={onClose} title={words.moveTitle(document.name)} size={460}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (client !== null && !same) move.mutate(client);
        }}
      >
        <ClientField chosen={client} onChoose={setClient} />
        <p className={classes['quiet']}>{words.moveHint}</p>
        {(same || move.isError) && (
          <p className={classes['bad']} role="alert">
            {same ? words.movedAlready : problemSentence(move.error)}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {words.cancelEdit}
          </Button>
          <Button type="submit" disabled={client === null || same} loading={move.isPending}>
            {words.move}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
