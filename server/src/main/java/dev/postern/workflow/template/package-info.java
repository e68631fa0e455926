/** ARM templates that contain a workflow: what a deployment of the template would send to the management API. */
@NullMarked
package dev.postern.workflow.template;

import org.jspecify.annotations.NullMarked;
