@NullMarked
package dev.postern.mailbox.rule;

import org.jspecify.annotations.NullMarked;
