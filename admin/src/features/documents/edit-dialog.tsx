import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemError } from '../../shared/api/problem.js';
import { problemSentence } from '../../shared/text/problems.js';
import { toast } from '../../shared/ui/toast.js';
import type { Category, DocumentLine } from './model.js';
import { documentRequests } from './requests.js';
import { documentsText as words } from './text.js';
import { documentKeys } from './use-documents.js';
import classes from './documents.module.css';

const CATEGORIES = Object.entries(words.categories).map(([value, label]) => ({ value, label }));

/** Name, category and expiry date of a document. */
export function EditDialog({ document, onClose }: { document: DocumentLine; onClose: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState(document.name);
  const [category, setCategory] = useState<Category | null>(document.category);
  const [expiresOn, setExpiresOn] = useState(document.expiresOn ?? '');
  const save = useMutation({
    mutationFn: () =>
      documentRequests.change(document.id, { version: document.version, name, category, expiresOn: expiresOn === '' ? null : expiresOn }),
    onSuccess: async (changed) => {
      cache.setQueryData(documentKeys.one(document.id), changed);
      await cache.invalidateQueries({ queryKey: ['documents', 'list'] });
      toast({ message: words.saved, about: 'documents' });
      onClose();
    },
  });
  const wrong = (field: string): string | undefined =>
    save.error instanceof ProblemError ? save.error.errors.find((error) => error.field === field)?.message : undefined;
  const general = save.error !== null && !['name', 'category', 'expiresOn'].some(wrong) ? problemSentence(save.error) : null;
  return (
    <Modal opened onClose={onClose} title={words.editTitle} size={460}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          label={words.name}
          value={name}
          error={wrong('name')}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={words.category}
          data={CATEGORIES}
          value={category}
          clearable
          placeholder={words.uncategorised}
          error={wrong('category')}
          onChange={(value) => setCategory(value as Category | null)}
        />
        <TextInput
          label={words.expiresOn}
          type="date"
          value={expiresOn}
          description={words.expiresHint}
          error={wrong('expiresOn')}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
        {general !== null && (
          <p className={classes['bad']} role="alert">
            {general}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {words.cancelEdit}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
