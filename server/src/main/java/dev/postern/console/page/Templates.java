package dev.postern.console.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Renders pages. The templates are in {@code src/main/jte}; the build compiles them. Thread-safe. */
public final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(null, ContentType.Html, null, PACKAGE);
    private final String assets;

    /** The package of the compiled templates, which the build names too. */
    static final String PACKAGE = "dev.postern.console.template";

    /** @param assets the path of the style sheet and the scripts */
    Templates(String assets) {
        this.assets = assets;
    }

    String assets() {
        return assets;
    }

    String render(String template, Map<String, Object> parameters) {
        StringOutput output = new StringOutput(8 << 10);
        engine.render(template, parameters, output);
        return output.toString();
    }
}
