@NullMarked
package dev.postern.workflow.template;

import org.jspecify.annotations.NullMarked;
