/** The settings of a mailbox, as documents in {@code mailbox_setting}: regional settings, working hours, categories. */
@NullMarked
package dev.postern.mailbox.setting;

import org.jspecify.annotations.NullMarked;
