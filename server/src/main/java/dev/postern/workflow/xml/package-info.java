/** XML documents as trees, XPath 1.0 on them, and their form as JSON. Independent of expressions and runs. */
@NullMarked
package dev.postern.workflow.xml;

import org.jspecify.annotations.NullMarked;
