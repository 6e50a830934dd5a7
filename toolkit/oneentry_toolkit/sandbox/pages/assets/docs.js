// Starts Swagger UI on the sandbox's contract.
"use strict";

const ui = SwaggerUIBundle({
  url: "/docs/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
  onComplete() {
    const token = document.getElementById("app-token")?.dataset.token;
    if (token) ui.preauthorizeApiKey("appToken", token);
  },
});
