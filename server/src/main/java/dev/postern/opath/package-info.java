/**
 * The filter language of recipient cmdlets, OPATH: {@code Department -eq 'Sales' -and -not (Alias -like 'test*')}. A filter is parsed to
 * the same conditions as Graph's {@code $filter}, on the properties that the caller provides. The package supports what Microsoft's
 * "Recipient filters in Exchange PowerShell commands" documents and refuses everything else by name.
 */
@NullMarked
package dev.postern.opath;

import org.jspecify.annotations.NullMarked;
