@NullMarked
package dev.postern.console.workflow;

import org.jspecify.annotations.NullMarked;
