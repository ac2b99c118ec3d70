/**
 * How every list of choices opens: beside its field, inside the page's landmarks, and scrolled as the list itself, so that
 * screen readers and keyboards meet one listbox and not a pane around it.
 */
export const listProps = {
  withScrollArea: false,
  styles: { options: { maxHeight: 264, overflowY: 'auto' as const } },
  comboboxProps: { withinPortal: false },
};
