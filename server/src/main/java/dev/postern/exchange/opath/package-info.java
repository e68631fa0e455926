/**
 * The filter language of recipient cmdlets: {@code Department -eq 'Sales' -and -not (Alias -like 'test*')}. Follows the part that
 * Microsoft's "Recipient filters in Exchange PowerShell commands" documents; all else is refused by name.
 */
@NullMarked
package dev.postern.exchange.opath;

import org.jspecify.annotations.NullMarked;
