/**
 * The filter language of recipient cmdlets, OPATH: {@code Department -eq 'Sales' -and -not (Alias -like 'test*')}. It is read into the
 * same conditions as Graph's {@code $filter}, over the properties that the caller names. Follows the part that Microsoft's "Recipient
 * filters in Exchange PowerShell commands" documents; all else is refused by name.
 */
@NullMarked
package dev.postern.opath;

import org.jspecify.annotations.NullMarked;
