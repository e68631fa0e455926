/** The operations on the settings of a mailbox and its categories, and the languages and time zones that Outlook offers. */
@NullMarked
package dev.postern.graph.setting;

import org.jspecify.annotations.NullMarked;
